import { model as strings } from '../../strings/index.js';
import { Page } from '../../ui/page.js';

export default function Model() {
  return <Page title={strings.title} />;
}
