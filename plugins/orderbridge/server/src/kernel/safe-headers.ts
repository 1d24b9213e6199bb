import type { Context } from 'koa';

/**
 * Headers of an answer that Strapi's own middlewares may never see. Where they do, `strapi::security`
 * writes its own over the first two.
 */
export const setSafeHeaders = (ctx: Context): void => {
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  // Answers hold what only the asker may see.
  ctx.set('Cache-Control', 'no-store');
};
