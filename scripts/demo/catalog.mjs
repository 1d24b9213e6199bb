/** The offering of the demo's short path: one service with a choice, a number and a text to fill in. */

export const SPECIFICATION = {
  name: 'Managed internet access',
  description: 'Internet access with a managed router',
  brand: 'Fjordnet',
  characteristics: [
    {
      name: 'bandwidth',
      label: 'Bandwidth',
      valueType: 'choice',
      mandatory: true,
      values: [
        { value: '100M', label: '100 Mbit/s', isDefault: true },
        { value: '1G', label: '1 Gbit/s' },
        { value: '10G', label: '10 Gbit/s' },
      ],
    },
    {
      name: 'publicAddresses',
      label: 'Public addresses',
      valueType: 'integer',
      mandatory: true,
      valueFrom: 1,
      valueTo: 64,
      defaultValue: '1',
    },
    {
      name: 'siteContact',
      label: 'Contact on site',
      description: 'Who lets the technician in',
      valueType: 'text',
      mandatory: true,
      maxLength: 120,
    },
  ],
};

export const OFFERING = {
  name: 'Internet access for offices',
  description: 'One line per office, installed within two weeks.',
  sku: 'INET-OFFICE',
  sellable: true,
  distributionChannels: [{ channel: 'exchange' }],
  minQuantity: 1,
  maxQuantity: 10,
};

export const ANSWERS = {
  characteristics: {
    bandwidth: '1G',
    publicAddresses: 8,
    siteContact: 'Ada Berg, +47 555 0100',
  },
};
