import { copyButton } from './copy.js';
import DOMPurify from './webjars/dompurify/dist/purify.es.mjs';
import { Lexer, Marked } from './webjars/marked/lib/marked.esm.js';

// Not a module: index.html loads it first
const highlighter = globalThis.hljs;
// Beyond these, text is shown as it is: the libraries could take minutes for it
const MAX_HIGHLIGHTED = 20_000;
const TOO_LONG_LINE = /.{1001}/;
const MAX_INLINE = 5000;
const MAX_DEPTH = 20;
// Lists and quotations have the direction of their first text, bullets and margins included
const WITH_DIRECTION = ':is(p, h1, h2, h3, h4, h5, h6, table):not(li *, blockquote *), ul, ol, blockquote';

// What a model writes is not to be trusted. Its HTML is shown as text, its pictures as
// links: to load them would tell others what was said here
const marked = new Marked({
  gfm: true,
  breaks: true,
  tokenizer: {
    html: () => undefined,
    tag: () => undefined
  },
  renderer: {
    code: ({ text, lang }) => `<pre><code class="hljs">${highlighted(text, lang)}</code></pre>`,
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    image({ href, text }) {
      return this.link({ href, tokens: [{ type: 'text', raw: text, text: text || href }] });
    }
  }
});

// The last version among the WebJars, 17.0.1, looks for the title of a link after each character of its address, in a
// time that grows with the cube of the text. Later ones expect a space before it, as CommonMark does
const { breaks } = Lexer.rules.inline;
breaks.link = new RegExp(breaks.link.source
  .replace('(?:[ \\t]*(?:\\n[ \\t]*)?)("', '(?:[ \\t]+(?:\\n[ \\t]*)?|\\n[ \\t]*)("'));

/**
 * Splits markdown into tokens, in a time that a page can afford whatever the text is.
 */
class BoundedLexer extends Lexer {

  depth = 0;

  blockTokens(text, tokens, ...rest) {
    if (this.depth === MAX_DEPTH) {
      return asItIs(text, tokens);
    }
    this.depth++;
    try {
      return super.blockTokens(text, tokens, ...rest);
    }
    finally {
      this.depth--;
    }
  }

  inlineTokens(text, tokens) {
    return text.length > MAX_INLINE ? asItIs(text, tokens) : super.inlineTokens(text, tokens);
  }

}

function asItIs(text, tokens = []) {
  tokens.push({ type: 'text', raw: text, text });
  return tokens;
}

// And whatever comes out of that is cleaned
const CLEAN = {
  ALLOWED_TAGS: ['a', 'blockquote', 'br', 'code', 'del', 'em', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'li', 'ol',
    'p', 'pre', 'span', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul'],
  ALLOWED_ATTR: ['align', 'class', 'href', 'start', 'title'],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  RETURN_DOM_FRAGMENT: true
};

const purifier = DOMPurify(window);
purifier.addHook('uponSanitizeAttribute', (node, attribute) => {
  if (attribute.attrName === 'class') {
    // A text must not look like a part of the page
    attribute.keepAttr = /^(?:hljs|language-)[\w -]*$/.test(attribute.attrValue);
  }
});
purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.nodeName === 'A') {
    node.setAttribute('target', '_blank');
    node.setAttribute('rel', 'noopener noreferrer');
  }
});

function escaped(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function highlighted(text, lang) {
  const language = (lang ?? '').match(/^\S*/)[0];
  return text.length <= MAX_HIGHLIGHTED && !TOO_LONG_LINE.test(text) && highlighter.getLanguage(language)
    ? highlighter.highlight(text, { language, ignoreIllegals: true }).value : escaped(text);
}

/**
 * Splits markdown into the blocks that cannot change any more when text is added, and the
 * one that can. Also returns the length of the former, and whether there are addresses of
 * links that other blocks may use. Those of the former are added to the given ones.
 */
export function blocks(text, links = Object.create(null)) {
  const lexer = new BoundedLexer(marked.defaults);
  Object.assign(lexer.tokens.links, links);
  const tokens = lexer.lex(text);
  const last = tokens.findLastIndex((token) => token.type !== 'space');
  const finished = tokens.slice(0, Math.max(last, 0));
  for (const { tag, href, title } of finished.filter((token) => token.type === 'def')) {
    links[tag] ??= { href, title };
  }
  return {
    finished,
    open: tokens.slice(finished.length),
    length: finished.reduce((sum, token) => sum + token.raw.length, 0),
    hasLinks: Object.keys(lexer.tokens.links).length > 0
  };
}

/**
 * Renders blocks as nodes that are safe to show.
 */
export function render(tokens) {
  const fragment = purifier.sanitize(marked.parser(tokens), CLEAN);
  // The inner ones first: they do not count for the direction of the outer ones
  [...fragment.querySelectorAll(WITH_DIRECTION)].reverse().forEach((block) => {
    block.dir = 'auto';
  });
  fragment.querySelectorAll('pre').forEach((pre) => {
    const box = document.createElement('div');
    box.className = 'code';
    pre.replaceWith(box);
    box.append(pre, copyButton('Copy', () => pre.textContent));
  });
  return fragment;
}
