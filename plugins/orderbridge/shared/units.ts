/**
 * Units of measure that a characteristic or a price may be given in: the units of ECMA-402 (which
 * `Intl.NumberFormat` can format in every language) with their compounds, and what network people
 * write instead. A host adds its own in the plugin's config.
 */

const CUSTOMARY = [
  ...['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s', 'bps', 'kbps', 'Mbps', 'Gbps', 'Tbps'],
  ...['B', 'KB', 'kB', 'MB', 'GB', 'TB', 'PB', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'],
  ...['ms', 's', 'min', 'h', 'd', 'Hz', 'kHz', 'MHz', 'GHz', 'W', 'kW', 'V', 'A', 'VA', 'kVA'],
  ...['mm', 'cm', 'm', 'km', 'U', 'g', 'kg', '°C', '%', 'dB', 'dBm', 'pps', 'EA'],
];

let known: ReadonlySet<string> | undefined;
const knownUnits = (): ReadonlySet<string> =>
  (known ??= new Set([...CUSTOMARY, ...Intl.supportedValuesOf('unit')]));

/** @param additional what the host knows besides */
export const isKnownUnit = (unit: string, additional: readonly string[] = []): boolean => {
  if (additional.includes(unit) || knownUnits().has(unit)) return true;
  const [numerator, denominator, ...rest] = unit.split('-per-');
  return (
    rest.length === 0 &&
    denominator !== undefined &&
    knownUnits().has(numerator ?? '') &&
    knownUnits().has(denominator)
  );
};

let currencies: ReadonlySet<string> | undefined;

/** Whether a code is a currency of ISO 4217, as far as the runtime knows them. */
export const isKnownCurrency = (code: string): boolean =>
  (currencies ??= new Set(Intl.supportedValuesOf('currency'))).has(code);
