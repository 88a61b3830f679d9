export * from '../web/allow.js';
