/**
 * Every error code that Orderbridge answers with, and the HTTP status that goes with it. Codes are
 * stable: they cross the bridge and callers program against them.
 */
export const ERROR_STATUS = {
  'request.invalid': 400,
  'request.not_authenticated': 401,
  'request.conflict': 409,
  'request.too_large': 413,

  'catalog.not_orderable': 400,
  'catalog.in_use': 400,

  'owned.read_only': 403,

  'producer.not_found': 404,
  'producer.illegal_transition': 409,
  'producer.criteria_missing': 400,
  'producer.form_invalid': 400,

  'criteria.invalid_rule': 400,

  'consumer.not_found': 404,
  'consumer.in_use': 400,
  'connection.not_found': 404,
  'connection.short_code_taken': 409,
  'connection.encryption_key_missing': 503,
  'connection.secret_unreadable': 503,
  'connection.url_not_allowed': 400,
  'connection.peer_unreachable': 502,
  'connection.peer_refused': 502,
  'invitation.invalid': 400,
  'invitation.expired': 410,
  'invitation.used': 409,
  'membership.missing': 403,
  'membership.exists': 409,
  'membership.subject_not_found': 404,

  'item.not_found': 404,
  'item.not_active': 409,
  'item.not_offered': 409,
  'item.revision_outdated': 409,
  'item.lines_of_several_providers': 400,

  'answers.invalid': 400,
  'quantity.out_of_range': 400,

  'task.not_found': 404,
  'task.number_taken': 409,
  'task.number_invalid': 400,
  'task.not_accepted': 409,
  'task.over': 409,

  'order.not_found': 404,
  'order.illegal_transition': 409,
  'order.version_conflict': 409,

  'bridge.body_invalid': 400,
  'bridge.headers_missing': 400,
  'bridge.signature_invalid': 401,
  'bridge.timestamp_out_of_tolerance': 401,
  'bridge.not_found': 404,
  'bridge.method_not_allowed': 405,
  'bridge.gap': 409,
  'bridge.epoch': 409,
  'bridge.id_reused': 409,
  'bridge.sequence_reused': 409,
  'bridge.revoked': 410,
  'bridge.body_too_large': 413,
  'bridge.content_type': 415,
  'bridge.type_unknown': 422,
  'bridge.type_not_allowed': 422,
  'bridge.data_invalid': 422,
  'bridge.version_unsupported': 422,
  'bridge.apply_failed': 500,
  'bridge.busy': 503,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof ERROR_STATUS;
