/** Vitest 5 is made for Node 22; what it misses on Node 20 is this, called when a test fails. */
Map.groupBy ??= (items, keyOf) => {
  const groups = new Map();
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index++);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
};

Object.groupBy ??= (items, keyOf) => Object.fromEntries(Map.groupBy(items, keyOf));

Promise.withResolvers ??= () => {
  const deferred = {};
  deferred.promise = new Promise((resolve, reject) => Object.assign(deferred, { resolve, reject }));
  return deferred;
};
