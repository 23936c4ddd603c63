async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  }
  catch {
    // Browsers have a clipboard for secure pages only; this works on the others
    const area = document.body.appendChild(document.createElement('textarea'));
    area.className = 'hidden';
    area.value = text;
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    if (!copied) {
      throw new Error('The browser does not allow it');
    }
  }
}

/**
 * A button that copies a text, which may have to be fetched first.
 */
export function copyButton(name, text) {
  const button = document.createElement('button');
  button.className = 'quiet';
  button.type = 'button';
  button.textContent = name;
  button.addEventListener('click', async () => {
    try {
      await copy(await text());
      button.textContent = 'Copied';
    }
    catch (error) {
      button.textContent = `Not copied: ${error.message}`;
    }
    setTimeout(() => {
      button.textContent = name;
    }, 2000);
  });
  return button;
}
