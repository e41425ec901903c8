/** The import as a person goes through it: choose a file, see what would come, let it come. */
import type { Page } from '@playwright/test';

/** From the first screen to what the dialog says of the file before anything is done. */
export async function chooseFile(page: Page, path: string): Promise<void> {
  await page.getByRole('button', { name: 'Choose a file' }).click();
  await page.locator('input[type=file]').setInputFiles(path);
  await page.getByText('Will be brought over', { exact: true }).waitFor();
}

/** From there to the report of what was done. */
export async function bringOver(page: Page): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('Brought over', { exact: true }).waitFor();
}

/** From the report to the board of what has come. */
export async function openBoard(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the board' }).click();
  await page.locator('[data-card]').first().waitFor();
}
