import type { CatalogSnapshot, CharacteristicSnapshot } from '../../../shared/catalog-snapshot';
import type { ProducerKind } from '../../../shared/producer-states';

/** A producer that comes with the plugin: a request over it becomes a service request. */
export interface ReadyMade {
  readonly kind: Exclude<ProducerKind, 'order'>;
  readonly snapshot: CatalogSnapshot;
  readonly asksForDate: boolean;
}

type Texts = readonly [english: string, german: string];

const question = (
  name: string,
  [label, inGerman]: Texts,
  more: Partial<CharacteristicSnapshot> = {},
): CharacteristicSnapshot => ({
  name,
  label,
  description: null,
  translations: { de: { label: inGerman } },
  valueType: 'text',
  mandatory: true,
  items: null,
  options: [],
  choiceStyle: 'dropdown',
  valueFrom: null,
  valueTo: null,
  minLength: null,
  maxLength: null,
  pattern: null,
  defaultValue: null,
  fixedValue: null,
  unitOfMeasure: null,
  properties: [],
  ...more,
});

const choice = (
  name: string,
  texts: Texts,
  options: Readonly<Record<string, Texts>>,
  defaultValue: string,
): CharacteristicSnapshot =>
  question(name, texts, {
    valueType: 'choice',
    defaultValue,
    options: Object.entries(options).map(([value, [label, de]]) => ({
      value,
      label,
      labels: { de },
    })),
  });

const LEVELS = {
  low: ['Low', 'Niedrig'],
  medium: ['Medium', 'Mittel'],
  high: ['High', 'Hoch'],
} as const;

const subject = () => question('subject', ['Subject', 'Betreff']);
const description = (texts: Texts) => question('description', texts, { maxLength: 10_000 });

const readyMade = (
  kind: ReadyMade['kind'],
  [name, inGerman]: Texts,
  [about, aboutInGerman]: Texts,
  characteristics: readonly CharacteristicSnapshot[],
  { asksForDate = false } = {},
): ReadyMade => ({
  kind,
  asksForDate,
  snapshot: {
    name,
    description: about,
    translations: { de: { label: inGerman, description: aboutInGerman } },
    image: null,
    orderable: {
      sku: null,
      sellable: true,
      channels: ['exchange'],
      quantity: { minimum: 1, maximum: 1 },
      validity: { from: null, to: null },
      prices: [],
      bundled: [],
      specification: {
        type: 'service-specification',
        documentId: kind,
        version: 1,
        name,
        description: null,
        asksForLocation: false,
        characteristics,
        relationships: [],
        parts: [],
      },
    },
  },
});

/** The three producers that every provider begins with, as drafts. */
export const READY_MADE: readonly ReadyMade[] = [
  readyMade(
    'help',
    ['Ask for help', 'Hilfe anfordern'],
    ['A question, or something that you need a hand with', 'Eine Frage oder eine Bitte um Hilfe'],
    [
      subject(),
      description(['How can we help?', 'Wobei können wir helfen?']),
      choice('priority', ['Priority', 'Priorität'], LEVELS, 'medium'),
    ],
  ),
  readyMade(
    'issue',
    ['Report an issue', 'Störung melden'],
    ['Something that does not work as it should', 'Etwas, das nicht so läuft, wie es soll'],
    [
      subject(),
      description(['What happens, and since when?', 'Was geschieht, und seit wann?']),
      choice('impact', ['Impact', 'Auswirkung'], LEVELS, 'medium'),
      choice('urgency', ['Urgency', 'Dringlichkeit'], LEVELS, 'medium'),
    ],
  ),
  readyMade(
    'change',
    ['Request a change', 'Änderung beantragen'],
    ['A change of something that you have', 'Eine Änderung an etwas, das Sie haben'],
    [
      subject(),
      description(['What is to be changed?', 'Was soll geändert werden?']),
      question('reason', ['Reason', 'Grund'], { mandatory: false, maxLength: 2_000 }),
      choice('risk', ['Risk', 'Risiko'], LEVELS, 'low'),
    ],
    { asksForDate: true },
  ),
];
