import { cutText, MAX_LINE_LENGTH } from './cut-text';

describe('cutting a text to a line', () => {
  it('leaves what fits as it is, to the last character', () => {
    const text = `${'x'.repeat(MAX_LINE_LENGTH - 2)}😀`;
    expect(cutText(text)).toBe(text);
  });

  it('never leaves half of a character', () => {
    const text = `${'x'.repeat(MAX_LINE_LENGTH - 1)}😀`;
    expect(cutText(text)).toBe('x'.repeat(MAX_LINE_LENGTH - 1));
  });
});
