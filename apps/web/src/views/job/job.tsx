import { job as strings } from '../../strings/index.js';
import { Page } from '../../ui/page.js';

export default function Job() {
  return <Page title={strings.title} />;
}
