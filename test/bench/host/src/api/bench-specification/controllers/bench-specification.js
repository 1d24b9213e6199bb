const { factories } = require('@strapi/strapi');

module.exports = factories.createCoreController('api::bench-specification.bench-specification');
