export const model = {
  title: 'model',
};
