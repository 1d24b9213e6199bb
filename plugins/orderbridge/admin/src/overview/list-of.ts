/** Where the content manager lists what fits all of these filters: `[state][$eq]=new`. */
export const listOf = (type: string, filters: readonly string[]): string =>
  `/content-manager/collection-types/plugin::orderbridge.${type}?${filters
    .map((filter, index) => `filters[$and][${String(index)}]${filter}`)
    .join('&')}`;
