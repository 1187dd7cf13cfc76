import type { Page } from 'playwright-core';

/** Gives a collection's page a folder of this machine, as its button does. */
export async function addFolder(page: Page, path: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add a folder' }).first().click();
  await (await chooser).setFiles(path);
}
