/** The catalogue that the demo brings along, what is ordered of it, and how it changes on the way. */
import path from 'node:path';
import { ROOT } from '../setup.mjs';
import { partPointer } from './pointers.mjs';

export const OWN_CATALOG_FOLDER = path.join(ROOT, 'scripts/demo/catalog');

export const OWN_CATALOG = {
  simpleSku: 'INET-OFFICE',
  bundle: {
    sku: 'SDWAN-BRANCH',
    include: {
      [partPointer('edge')]: 3,
      [partPointer('edge', 'line')]: 2,
      [partPointer('security')]: 1,
    },
  },
  /** What the catalog admin makes of a specification later: an option says more, a question is new. */
  change: {
    specificationId: 'FN-EDGE',
    apply: (characteristics) => [
      ...characteristics.map((characteristic) =>
        characteristic.name === 'model'
          ? { ...characteristic, values: characteristic.values.map(withRoomForMore) }
          : characteristic,
      ),
      {
        name: 'wireless',
        label: 'Wireless network',
        valueType: 'yes_no',
        mandatory: false,
        defaultValue: 'false',
        translations: [{ locale: 'de', label: 'Funknetz' }],
      },
    ],
  },
};

const withRoomForMore = (option) =>
  option.value === 'E50' ? { ...option, label: 'E50, up to 120 people' } : option;
