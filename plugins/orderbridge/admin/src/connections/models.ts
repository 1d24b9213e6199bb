export const CONNECTION_MODEL = 'plugin::orderbridge.connection';
export const CONSUMER_MODEL = 'plugin::orderbridge.consumer';
