export const models = {
  title: 'models',
};
