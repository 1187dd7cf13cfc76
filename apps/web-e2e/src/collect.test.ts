import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addFolder } from './add-folder.js';
import { chromiumPath, openBrowser, openPage } from './browser.js';
import { accessibilityProblems } from './check-accessibility.js';
import { type RunningService, startService } from './service.js';

/** A picture that no other one equals. */
function picture(number: number): Promise<Buffer> {
  const background = { r: (number * 37) % 256, g: (number * 101) % 256, b: Math.floor(number / 4) % 256 };
  return sharp({ create: { width: 64, height: 64, channels: 3, background } })
    .jpeg()
    .toBuffer();
}

describe.skipIf(!chromiumPath)('collecting pictures (needs Chromium)', () => {
  let folder: string;
  let service: RunningService;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graft-collect-'));
    const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
    [service, browser] = await Promise.all([
      startService(join(folder, 'data'), { GRAFT_WORKERS: '1' }),
      openBrowser(camera),
    ]);
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** A collection of its own, made as a user makes one. */
  async function newCollection(name: string): Promise<void> {
    const viewport = { width: 1280, height: 900 };
    page = await openPage(browser, complaints, { viewport, patienceMs: 120_000 });
    await page.goto(service.url);
    await page.getByLabel('Name').fill(name);
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
  }

  /** Pictures on disk: by class, names. */
  async function draw(name: string, classes: Readonly<Record<string, readonly string[]>>): Promise<string> {
    let number = 0;
    for (const [label, names] of Object.entries(classes)) {
      await mkdir(join(folder, name, label), { recursive: true });
      for (const file of names) await writeFile(join(folder, name, label, file), await picture(number++));
    }
    return join(folder, name);
  }

  /** As from a file manager, onto a class or else the page. */
  async function drop(label: string | undefined, name: string, bytes: Buffer): Promise<void> {
    const target = label ? page.locator(`[data-drop-label="${label}"]`) : page.getByRole('main');
    await target.evaluate(
      (element, { file, base64 }) => {
        const transfer = new DataTransfer();
        const content = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        transfer.items.add(new File([content], file, { type: 'image/jpeg' }));
        for (const type of ['dragover', 'drop']) {
          const event = new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true });
          element.dispatchEvent(event);
        }
      },
      { file: name, base64: bytes.toString('base64') },
    );
  }

  const entry = (name: string) =>
    page.getByRole('navigation', { name: 'Classes' }).getByRole('button', { name });
  const toast = (text: string) => page.getByRole('alertdialog').filter({ hasText: text });
  const tiles = () => page.getByRole('listbox').getByRole('option');

  test('a folder of folders becomes classes; moving and deleting can be undone, a reload loses nothing', async () => {
    await newCollection('pets');
    const numbered = Array.from({ length: 6 }, (_, i) => `${i}.jpg`);
    await addFolder(page, await draw('pets', { cats: numbered, dogs: numbered }));
    await entry('cats 6').click();
    await entry('dogs 6').waitFor();
    expect(new URL(page.url()).searchParams.get('class')).toBe('cats');

    // By keys alone: to the first picture, select three, move them.
    await tiles().first().focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByRole('toolbar', { name: '3 selected' }).waitFor();
    await page.getByRole('button', { name: 'Move to' }).click();
    await page.getByRole('menuitem', { name: 'dogs' }).click();
    await entry('dogs 9').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await entry('dogs 6').waitFor();

    // By mouse: the one that is dragged and those selected with it, then one that is not selected, alone.
    await tiles().nth(1).click();
    await tiles().nth(3).click();
    await tiles().nth(3).dragTo(entry('dogs'));
    await entry('dogs 8').waitFor();
    await entry('cats 4').waitFor();
    await toast('2 pictures moved to dogs.').getByRole('button', { name: 'Undo' }).click();
    await entry('dogs 6').waitFor();
    await tiles().nth(2).dragTo(entry('dogs'));
    await entry('dogs 7').waitFor();
    await toast('1 picture moved to dogs.').getByRole('button', { name: 'Undo' }).click();
    await entry('dogs 6').waitFor();
    // Onto its own class, nothing happens.
    await tiles().nth(2).dragTo(entry('cats'));
    await entry('cats 6').waitFor();

    await tiles().nth(1).click();
    await page.keyboard.press('Delete');
    await entry('cats 5').waitFor();
    await page.reload();
    await entry('cats 5').waitFor();
    await entry('dogs 6').waitFor();

    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Delete class' }).click();
    await entry('All pictures 6').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await entry('cats 5').waitFor();
    expect(complaints).toEqual([]);
  }, 400_000);

  test('hostile names stay text, what is no picture is refused by name, and copies are told', async () => {
    await newCollection('hostile');
    const names = [
      '<img src=x onerror=alert(1)>.jpg',
      `${'long '.repeat(45)}.jpg`,
      '🐈‍⬛🐈‍⬛.jpg',
      'שלום‮gpj.jpg',
      '%2e%2e%2fetc.jpg',
    ];
    const path = await draw('hostile', { '<b>cats': names, dogs: ['1.jpg'] });
    await writeFile(join(path, 'dogs', 'drawing.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await writeFile(
      join(path, 'dogs', 'disguised.jpg'),
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    );
    await writeFile(join(path, 'dogs', 'copy.jpg'), await picture(names.length));
    let alerted = false;
    page.on('dialog', () => {
      alerted = true;
    });
    await addFolder(page, path);
    await entry('<b>cats 5').waitFor();
    await entry('Not usable 1').waitFor();
    const uploads = page.getByRole('region', { name: 'Uploads' });
    await uploads.getByText('SVG is a drawing').waitFor();
    await uploads.getByText('dogs/disguised.jpg cannot be read').waitFor();
    await uploads.getByText('1 picture was there already').waitFor();
    await entry('<b>cats 5').click();
    await expect.poll(() => tiles().count()).toBe(5);
    expect(await page.locator('[onerror], main b, main svg script').count()).toBe(0);
    expect(alerted).toBe(false);
  }, 400_000);

  test('files are dropped onto a class, taken names can be kept both, and a zip is unpacked', async () => {
    await newCollection('dropped');
    await page.getByLabel('New class').fill('cats');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await entry('cats 0').waitFor();
    await drop('cats', '1.jpg', await picture(301));
    await entry('cats 1').waitFor();
    await drop('cats', '1.jpg', await picture(302));
    await page.getByText('1 name belongs to another picture').waitFor();
    await page.getByRole('button', { name: 'Keep both' }).click();
    await entry('cats 2').waitFor();

    const zip = zipSync({
      'pets/dogs/1.jpg': await picture(303),
      'pets/dogs/2.jpg': await picture(304),
      'pets/birds/1.jpg': await picture(305),
    });
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Add pictures' }).click();
    await (await chooser).setFiles({
      name: 'pets.zip',
      mimeType: 'application/zip',
      buffer: Buffer.from(zip),
    });
    await page.getByText('Imported 3 pictures.').waitFor();
    await entry('dogs 2').waitFor();
    await entry('birds 1').waitFor();

    // A picture that lies in no folder, on no class: the page asks what it shows.
    await entry('All pictures 5').click();
    await drop(undefined, 'loose.jpg', await picture(306));
    await page.getByRole('combobox', { name: 'Class' }).fill('fish');
    await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
    await entry('fish 1').waitFor();
  });

  test('the webcam takes pictures while its button is held, by key too, and is off afterwards', async () => {
    await newCollection('camera');
    await page.getByLabel('New class').fill('me');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('button', { name: 'Webcam' }).click();
    const button = page.getByRole('button', { name: 'Hold to take pictures' });
    await button.focus();
    await page.keyboard.down('Space');
    await page.getByRole('button', { name: 'Taking pictures' }).waitFor();
    await page.waitForTimeout(1200);
    await page.keyboard.up('Space');
    await page.getByText(/^\d+ pictures taken$/).waitFor();
    await entry('me')
      .getByText(/^[2-9]$/)
      .waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    expect(await page.locator('video').count()).toBe(0);
  }, 400_000);

  test('nothing that a checker of accessibility knows is wrong, light or dark, wide or narrow', async () => {
    await page.goto(service.url);
    await page.getByRole('link', { name: 'pets' }).waitFor();
    for (const path of [page.url(), await page.getByRole('link', { name: 'pets' }).getAttribute('href')]) {
      await page.goto(new URL(path!, service.url).href);
      await page.getByRole('heading', { level: 2 }).first().waitFor();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        for (const width of [360, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          await page.waitForTimeout(300);
          expect(await accessibilityProblems(page)).toEqual([]);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(overflow).toBeLessThanOrEqual(0);
        }
      }
    }
  }, 400_000);
});
