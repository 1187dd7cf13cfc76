// The app of cdk.json.
import { createApp } from './create-app.js';

createApp().app.synth();
