namespace Franchise.Api.Identity;

/// <summary>The sign-in pages' style and script, served from here so that the content security policy needs no exception.</summary>
internal static class Assets
{
    public const string Style = """
        :root { color-scheme: light dark; --ink: #1d1b22; --paper: #fff; --line: #6b6577; --accent: #4a2a82; --on-accent: #fff; --error: #a3001b; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #f4f1fa; --paper: #17151c; --line: #a49db3; --accent: #cdb6ff; --on-accent: #1d1132; --error: #ff9aa8; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; font: 1.125rem/1.6 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
        header, main { max-width: 34rem; margin: 0 auto; padding: 1rem 1.25rem; }
        header { border-bottom: 1px solid var(--line); }
        header p { margin: 0; font-weight: 700; }
        header span { font-weight: 400; }
        h1 { font-size: 1.75rem; line-height: 1.25; }
        a { color: var(--accent); text-underline-offset: .15em; }
        .skip { position: absolute; left: -100vw; }
        .skip:focus { position: static; display: inline-block; padding: .5rem 1rem; }
        label { font-weight: 600; }
        .field { margin-bottom: 0; }
        .hint { margin: 0; color: var(--ink); }
        input:not([type=radio]) { width: 100%; min-height: 2.75rem; padding: .4rem .6rem; font: inherit; color: inherit; background: transparent; border: 2px solid var(--line); border-radius: .25rem; }
        input[type=radio] { width: 1.5rem; height: 1.5rem; vertical-align: middle; }
        input[aria-invalid=true] { border-color: var(--error); }
        button { min-height: 2.75rem; padding: .5rem 1.25rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 2px solid var(--accent); border-radius: .25rem; cursor: pointer; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
        .error { margin: 1rem 0; padding: .75rem 1rem; border: 3px solid var(--error); }
        .codes { font-family: ui-monospace, monospace; columns: 2; }
        .qr svg { max-width: 14rem; height: auto; background: #fff; }
        code { overflow-wrap: anywhere; }
        [hidden] { display: none; }
        """;

    public const string PasskeysScript = """
        // Adds passkeys to pages that work without this script.
        (() => {
          'use strict';
          const form = document.getElementById('passkey');
          const api = window.PublicKeyCredential;
          if (!form || !api || !api.parseCreationOptionsFromJSON || !api.parseRequestOptionsFromJSON) return;
          form.hidden = false;
          const say = text => { document.getElementById('passkey-status').textContent = text; };
          form.addEventListener('submit', async event => {
            if (form.elements.credential.value) return;
            event.preventDefault();
            const button = form.querySelector('button');
            button.disabled = true;
            try {
              const creating = form.dataset.passkey === 'create';
              const answer = await fetch(creating ? '/account/passkeys/creation-options' : '/account/passkeys/request-options', {
                method: 'POST', body: new URLSearchParams(new FormData(form)), credentials: 'same-origin'
              });
              if (!answer.ok) throw new Error('options');
              const options = await answer.json();
              const credential = creating
                ? await navigator.credentials.create({ publicKey: api.parseCreationOptionsFromJSON(options) })
                : await navigator.credentials.get({ publicKey: api.parseRequestOptionsFromJSON(options) });
              form.elements.credential.value = JSON.stringify(credential.toJSON());
              form.submit();
            } catch {
              say('That did not work. Try again, or go on without a passkey.');
              button.disabled = false;
            }
          });
        })();
        """;
}
