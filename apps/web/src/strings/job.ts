export const job = {
  title: 'job',
};
