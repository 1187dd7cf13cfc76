import { common } from '../strings/index.js';
import { ButtonLink } from '../ui/button.js';
import { Page } from '../ui/page.js';

export function NotFound() {
  return (
    <Page
      title={common.notFound}
      lead={common.notFoundHint}
      actions={<ButtonLink href="/">{common.toStart}</ButtonLink>}
    />
  );
}
