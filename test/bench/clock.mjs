/** Milliseconds of the machine's monotonic clock: processes of one machine share its zero. */
export const monotonicMs = () => Number(process.hrtime.bigint()) / 1e6;
