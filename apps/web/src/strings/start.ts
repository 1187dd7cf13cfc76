export const start = {
  title: 'What should be told apart?',
  lead: 'Collect pictures, train on them, and keep the model.',
  datasets: 'Your pictures',
  none: 'Nothing yet.',
  name: 'Name',
  create: 'New collection',
  pictures: (count: number) => (count === 1 ? '1 picture' : `${count.toLocaleString('en')} pictures`),
};
