export const collect = {
  title: 'collect',
};
