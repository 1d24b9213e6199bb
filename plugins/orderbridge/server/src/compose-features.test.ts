import { composeFeatures } from './compose-features';
import { adminRoute } from './kernel/routes';
import { defineService } from './kernel/service';

describe('composing features', () => {
  it('puts their parts into the layers of a plugin', () => {
    const service = defineService('a', () => ({}));
    const composed = composeFeatures([
      { services: [service] },
      { routes: [adminRoute('GET', '/a', 'a.find', 'a.read')] },
    ]);
    expect(Object.keys(composed.services)).toEqual(['a']);
    expect(composed.routes.admin.routes).toMatchObject([{ path: '/a' }]);
    expect(composed.routes['content-api'].routes).toEqual([]);
  });

  it('refuses two features of one name', () => {
    const service = defineService('a', () => ({}));
    expect(() => composeFeatures([{ services: [service] }, { services: [service] }])).toThrow(
      'Two features export services.a',
    );
  });
});
