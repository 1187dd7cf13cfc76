export const train = {
  title: 'train',
};
