import { CONNECTING_VERBS, CONNECTION_VERBS } from '../../../shared/connection-verbs';
import { CONNECTION_FORMS, EMPTY_INPUT, isComplete, toDeed } from './connection-form';

const CONNECTION = { type: 'connection', documentId: 'c1' } as const;
const CONSUMER = { type: 'consumer', documentId: 'o1' } as const;

describe('the forms of connections', () => {
  it('are there for every verb but the change of an address, which REST alone has', () => {
    const known = [...CONNECTION_VERBS, ...CONNECTING_VERBS].filter(
      (verb) => verb !== 'change-webhook',
    );
    expect(Object.keys(CONNECTION_FORMS).sort()).toEqual(known.sort());
  });

  it('are complete once everything that is asked for is there', () => {
    expect(isComplete('pause', EMPTY_INPUT)).toBe(true);
    expect(isComplete('replace-secret', EMPTY_INPUT)).toBe(true);
    expect(isComplete('invite', { ...EMPTY_INPUT, shortCode: ' ' })).toBe(false);
    const receiver = { ...EMPTY_INPUT, shortCode: 'NORD' };
    expect(isComplete('open-webhook', receiver)).toBe(false);
    expect(isComplete('open-webhook', { ...receiver, url: 'https://nord.example' })).toBe(true);
  });

  it('become calls of the routes, with what was asked for and nothing else', () => {
    expect(toDeed('rotate-keys', CONNECTION, EMPTY_INPUT)).toEqual({
      path: 'c1/rotate-keys',
      body: {},
    });
    expect(toDeed('replace-secret', CONNECTION, { ...EMPTY_INPUT, compromised: true })).toEqual({
      path: 'c1/webhook-secret',
      body: { compromised: true },
    });
    expect(toDeed('invite', CONSUMER, { ...EMPTY_INPUT, shortCode: ' NORD ', url: 'x' })).toEqual({
      path: 'invitations',
      body: { consumer: 'o1', shortCode: 'NORD' },
    });
    expect(toDeed('accept-invitation', CONSUMER, { ...EMPTY_INPUT, invitation: 'ob1_x' })).toEqual({
      path: 'accept-invitation',
      body: { consumer: 'o1', invitation: 'ob1_x' },
    });
  });
});
