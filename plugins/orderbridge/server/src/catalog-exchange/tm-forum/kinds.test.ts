import { findKind } from './kinds';

it.each([
  ['productOffering', { '@type': 'ProductOffering' }, undefined],
  ['serviceSpecification', { '@type': 'CustomerFacingServiceSpecification' }, undefined],
  ['resourceSpecification', { '@type': 'PhysicalResourceSpecification' }, undefined],
  ['catalog', { '@type': 'ProductCatalog' }, 'some_category.json'],
  ['serviceCategory', { '@type': 'ServiceCategory' }, undefined],
  ['productSpecification', { productSpecCharacteristic: [] }, 'an_offering.json'],
  ['productOfferingPrice', { price: {} }, undefined],
  ['productOfferingPrice', {}, 'gold_offering_price.json'],
  ['productOffering', {}, 'folder/gold-offering.json'],
  ['category', {}, 'networking_category.json'],
])('finds a %s in %j of the file %s', (kind, document, file) => {
  expect(findKind(document, file)).toBe(kind);
});

it.each([
  ['an unknown @type', { '@type': 'Invoice' }, 'a_category.json'],
  ['nothing that says it', {}, 'ddos_spec.json'],
  ['the fields of two kinds', { price: {}, isSellable: true }, 'a_category.json'],
])('refuses to guess from %s', (_what, document, file) => {
  expect(() => findKind(document, file)).toThrow(
    expect.objectContaining({ code: 'import.kind_unknown' }),
  );
});
