const POLL_MS = 20;

/** Waits for a state, never for a time. */
export const waitUntil = async <Value>(
  what: string,
  look: () => Promise<Value> | Value,
  { timeoutMs = 30_000 }: { timeoutMs?: number } = {},
): Promise<NonNullable<Value>> => {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${String(timeoutMs)} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
};
