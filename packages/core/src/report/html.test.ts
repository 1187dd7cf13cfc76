import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { html, markup } from './html.js';

test('text is text, whatever it holds; markup stays markup', () => {
  const items = ['<b>', `"&'`].map((text) => html`<li>${text}</li>`);
  expect(html`<ul>${items}</ul>${markup('<hr>')}${3}${undefined}`.html).toBe(
    '<ul><li>&lt;b&gt;</li>\n<li>&quot;&amp;&#39;</li></ul><hr>3',
  );
});

test('no text ends an element or an attribute', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { html: page } = html`<p title="${text}">${text}</p>`;
      expect(page.match(/[<>"]/g)).toEqual(['<', '"', '"', '>', '<', '>']);
    }),
  );
});
