/**
 * Adds a route that does nothing to the plugin: it costs what every authenticated request of the
 * plugin costs, before any work of its own.
 */
module.exports = (plugin) => {
  plugin.controllers.bench = () => ({
    empty(ctx) {
      ctx.status = 204;
    },
  });
  plugin.routes['content-api'].routes.push({
    method: 'GET',
    path: '/bench-empty',
    handler: 'bench.empty',
    config: { middlewares: ['plugin::orderbridge.answerErrors'] },
  });
  return plugin;
};
