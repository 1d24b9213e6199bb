import { composeFeatures } from './compose-features';
import { contentApiRoute } from './kernel/routes';
import { defineService } from './kernel/service';

describe('composing features', () => {
  it('puts their parts into the layers of a plugin', () => {
    const service = defineService('a', () => ({}));
    const composed = composeFeatures([
      { services: [service] },
      { routes: [contentApiRoute('GET', '/a', 'a.find')] },
    ]);
    expect(Object.keys(composed.services)).toEqual(['a']);
    expect(composed.routes['content-api'].routes).toMatchObject([{ path: '/a' }]);
    expect(composed.routes.admin.routes).toEqual([]);
  });

  it('refuses two features of one name', () => {
    const service = defineService('a', () => ({}));
    expect(() => composeFeatures([{ services: [service] }, { services: [service] }])).toThrow(
      'Two features export services.a',
    );
  });
});
