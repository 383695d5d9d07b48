/** Proxies at the side of servers and their callers, as values: who listens where, who is admitted, in which networks. */
package aria.proxy;
