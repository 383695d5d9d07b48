/** The trust stores of a person's machine: what they trust, and how a root is added and removed. */
package aria.trust;
