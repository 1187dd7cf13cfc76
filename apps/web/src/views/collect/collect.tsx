import { collect as strings } from '../../strings/index.js';
import { Page } from '../../ui/page.js';

export default function Collect() {
  return <Page title={strings.title} />;
}
