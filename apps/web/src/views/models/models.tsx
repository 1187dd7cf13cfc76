import { models as strings } from '../../strings/index.js';
import { Page } from '../../ui/page.js';

export default function Models() {
  return <Page title={strings.title} />;
}
