import { type Html, html, markup } from './html.js';
import { STYLE } from './style.js';

interface DocumentPage {
  readonly title: string;
  /** Pictures that the page itself holds are shown; by default it has none. */
  readonly pictures?: boolean;
  readonly main: Html;
}

/** One HTML file that opens from disk, light or dark as the reader's system is, without network and scripts. */
export function documentPage({ title, pictures = false, main }: DocumentPage): string {
  const policy = `default-src 'none'; ${pictures ? 'img-src data:; ' : ''}style-src 'unsafe-inline'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${markup(policy)}">
<title>${title}</title>
<style>${markup(STYLE)}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`.html;
}
