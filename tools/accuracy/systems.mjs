/** What is measured, with its heading. */
export const SYSTEMS = {
  featureExtraction: 'Graft, feature extraction',
  fineTuning: 'Graft, fine-tuning',
  tutorialHead: 'Graft, tutorial head',
  logisticRegression: 'scikit-learn, logistic regression',
  logisticRegressionSamePictures: 'scikit-learn, logistic regression of the pictures that Graft learns from',
  keras: 'Keras, tutorial',
};
