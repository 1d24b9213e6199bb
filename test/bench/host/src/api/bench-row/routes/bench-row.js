const { factories } = require('@strapi/strapi');

module.exports = factories.createCoreRouter('api::bench-row.bench-row');
