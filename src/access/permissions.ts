export * from '../web/permissions.js';
