/** Metrics for Prometheus at an address, over mutual TLS. */
package aria.operate.scrape;
