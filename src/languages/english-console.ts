/** Whatever stewards read besides. A page of the console whose words stand here can be read in every language that has them. */
export const consoleEnglish = {} as const;
