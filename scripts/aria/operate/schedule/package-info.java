/** Runs without a person: what a scheduler of the machine is told. */
package aria.operate.schedule;
