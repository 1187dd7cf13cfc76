import { train as strings } from '../../strings/index.js';
import { Page } from '../../ui/page.js';

export default function Train() {
  return <Page title={strings.title} />;
}
