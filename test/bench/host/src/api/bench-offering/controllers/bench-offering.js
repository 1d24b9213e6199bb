const { factories } = require('@strapi/strapi');

module.exports = factories.createCoreController('api::bench-offering.bench-offering');
