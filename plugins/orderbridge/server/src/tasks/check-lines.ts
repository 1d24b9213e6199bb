import { OrderbridgeError } from '../kernel/errors';

/** A refusal of one line, which says where there are several which of them it means. */
const refusalOf = (error: OrderbridgeError, line: number, count: number): OrderbridgeError => {
  const { code, message, details } = error;
  const text = count > 1 ? `Line ${String(line)}: ${message}` : message;
  return new OrderbridgeError(code, text, { ...details, line });
};

/**
 * Takes the lines of a request one after the other, on either side. What is refused of one names it: by
 * its number in `details.line`, and in the sentence, which is all that crosses the bridge.
 */
export const checkEachLine = async <Line, Checked>(
  lines: readonly Line[],
  check: (line: Line) => Checked | Promise<Checked>,
): Promise<Checked[]> => {
  const checked: Checked[] = [];
  for (const [index, line] of lines.entries()) {
    try {
      checked.push(await check(line));
    } catch (error) {
      if (!(error instanceof OrderbridgeError)) throw error;
      throw refusalOf(error, index + 1, lines.length);
    }
  }
  return checked;
};
