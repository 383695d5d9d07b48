/** Sends the audit log to receivers on other machines: syslog servers and webhooks. */
package aria.operate.audit;
