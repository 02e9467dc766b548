import assert from 'node:assert/strict';
import test from 'node:test';
import { demo, open, signIn } from './open.mjs';

test('A passkey is added, signs its owner in without a password, and once removed does not any more', async t => {
  const { context, page, complaints } = await open(t);
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  const owner = demo.organisations[0];
  const keys = new URL('/account/passkeys', demo.baseUrl).href;

  await page.goto(keys);
  await signIn(page, owner);
  await page.getByLabel('Name for this passkey').fill('Test key');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('Test key, added').waitFor();

  await context.clearCookies();
  await page.goto(keys);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByText('Test key, added').waitFor();

  await page.getByRole('button', { name: 'Remove Test key' }).click();
  await page.getByText('Test key, added').waitFor({ state: 'detached' });
  await context.clearCookies();
  await page.goto(keys);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByText('That passkey is not known here').first().waitFor();
  // The browser itself notes that the page which refused it answered 422.
  assert.deepEqual(complaints.filter(c => !c.includes('422')), []);
});
