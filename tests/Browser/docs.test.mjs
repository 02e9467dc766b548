import assert from 'node:assert/strict';
import test from 'node:test';
import { demo, open, signIn } from './open.mjs';

test('An administrator signs in on the documentation page and tries an operation', async t => {
  const { context, page, complaints } = await open(t);
  await page.goto(demo.docs);
  await page.locator('.btn.authorize').click();
  const code = page.locator('.auth-container', { hasText: 'authorizationCode' }).first();
  await code.locator('a', { hasText: 'select all' }).click();
  const opening = context.waitForEvent('page');
  await code.locator('button.authorize').click();
  const popup = await opening;
  const closed = popup.waitForEvent('close');
  await signIn(popup, demo.admin);
  await closed;
  await code.getByText('Logout').waitFor();
  await page.locator('.modal-ux .close-modal').click();

  await page.locator('#operations-tag-Licensing').click();
  const operation = page.locator('[id$="-listLicences"]').first();
  await operation.click();
  await operation.locator('button.try-out__btn').click();
  await operation.locator('button.execute').click();
  const answer = operation.locator('.live-responses-table tbody .response-col_status').first();
  await answer.waitFor();
  assert.match(await answer.innerText(), /^200/);
  assert.deepEqual(complaints, []);
});
