export * from '../web/asker.js';
