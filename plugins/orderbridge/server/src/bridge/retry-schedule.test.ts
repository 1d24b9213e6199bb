import { nextDelayMs } from './retry-schedule';

describe('the retry schedule', () => {
  it.each([
    [0, 800],
    [0.5, 1000],
    [1, 1200],
  ])('varies a delay by a fifth (random %d)', (random, delay) => {
    expect(nextDelayMs([1000, 5000], 1, () => random)).toBe(delay);
  });

  it('takes one step for each failed attempt, and ends', () => {
    const middle = () => 0.5;
    expect(nextDelayMs([1, 2], 2, middle)).toBe(2);
    expect(nextDelayMs([1, 2], 3, middle)).toBeNull();
  });
});
