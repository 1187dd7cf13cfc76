/** What is measured, with its heading. */
export const SYSTEMS = {
  featureExtraction: 'Graft, feature extraction',
  fineTuning: 'Graft, fine-tuning',
  tutorialHead: 'Graft, tutorial head',
  logisticRegression: 'scikit-learn, logistic regression',
  keras: 'Keras, tutorial',
};
